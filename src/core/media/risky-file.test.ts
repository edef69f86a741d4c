import { describe, expect, it } from 'vitest'
import { isRiskyFile } from './risky-file.ts'

describe('P12: files that could run', () => {
  it.each(
    `exe msi appinstaller msix mobileconfig scpt applescript pyz pyzw xls xlsm doc docm ppt pptm dot xlt rtf html svg lnk url
     jar js ps1 command pkg dmg iso img vhd one rdp chm hta scr reg deb rpm apk ipa crx xpi torrent vcf newkindoffile`.split(
      /\s+/,
    ),
  )('are asked about: %s', (ending) => {
    expect(isRiskyFile(`invoice.${ending}`, null)).toBe(true)
    expect(isRiskyFile(`photo.jpg.${ending.toUpperCase()} `, null)).toBe(true)
  })

  it.each([
    'photo.JPG',
    'film.mp4',
    'voice.silk',
    '报价.xlsx',
    'list.csv',
    'contract.pdf',
    'pictures.zip',
    'README',
  ])('are not those that are only shown, played or unpacked: %s', (name) =>
    expect(isRiskyFile(name, null)).toBe(false),
  )

  it('are told by their bytes where the name says something else', () => {
    expect(isRiskyFile('photo.jpg', 'application/x-msdownload')).toBe(true)
    expect(isRiskyFile('README', 'application/x-elf')).toBe(true)
  })
})
