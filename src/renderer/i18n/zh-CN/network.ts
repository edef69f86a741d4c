import type { Translated } from '#shared/i18n/shape.ts'
import type { ProxyTrouble } from '#shared/model/proxy.ts'
import type { network as english } from '../en/network.ts'

/** Why an account gets nothing through the proxy. Nothing goes around it meanwhile. */
export const proxyTrouble: Readonly<Record<ProxyTrouble, string>> = {
  'proxy-way-unknown': '系统没有说明该用哪个代理。会自动继续询问；也可以在“设置 › 网络”里指定一个。',
  'proxy-kind-unknown': '系统设置的代理类型用不了。请在“设置 › 网络”里改用 HTTP 或 SOCKS5 代理。',
  'proxy-name-unknown': '找不到代理服务器的名称。请检查网络，以及“设置 › 网络”里的代理地址。',
  'proxy-unreachable':
    '连不上代理服务器。请确认代理正在运行，并检查“设置 › 网络”里的代理地址；会自动继续重试。',
  'proxy-silent': '代理服务器没有回应。请检查“设置 › 网络”里的代理地址；会自动继续重试。',
  'proxy-certificate':
    '代理服务器的证书不受信任，没有发送任何内容。请检查“设置 › 网络”里的代理地址，或询问代理的管理员。',
  'proxy-needs-password': '代理服务器需要用户名和密码。请在“设置 › 网络”里填写。',
  'proxy-wrong-password': '代理服务器不接受这个用户名或密码。请在“设置 › 网络”里重新填写。',
  'proxy-sign-in-unknown': '代理服务器要求的登录方式用不了。请让代理的管理员开通用户名加密码的方式。',
  'proxy-refused': '代理服务器不允许连接微信的服务器。请让代理的管理员放行。',
  'proxy-server-unreachable':
    '代理正常，但代理连不上微信的服务器。会自动继续重试；一直不好的话，请询问代理的管理员。',
  'proxy-broke-off': '经过代理的连接断开了。会自动继续重试；反复出现的话，请询问代理的管理员。',
  'proxy-garbled': '这个地址上的不是这种代理。请检查“设置 › 网络”里的代理类型和地址。',
}

export const network: Translated<typeof english> = {
  network: {
    proxy: '网络代理',
    proxyHint: '默认跟随系统。一切收发都走这里，不会绕过。',
    mode: { system: '跟随系统', manual: '手动设置', off: '不用代理' },
    modeHint: {
      system: '这台电脑设了代理就用，没设就直接连接。',
      manual: '只用下面这个代理，不管电脑怎么设置。',
      off: '直接连接，不用代理。',
    },
    address: '代理地址',
    addressHint: '支持 HTTP、HTTPS 和 SOCKS5。离开输入框后生效，在此之前不变。',
    addressProblem: {
      host: '这不是代理地址。请写成 http://proxy.example:8080 这样。',
      port: '缺少端口。请写在名称后面，例如 proxy.example:8080。',
      scheme: '只支持 HTTP、HTTPS 和 SOCKS5 代理。请写成 socks5://proxy.example:1080 这样。',
    },
    missing: '请填写地址，填好之前仍按原来的设置。',
    password: {
      title: '代理的登录信息',
      hint: '代理要求时才需要填。密码和账号的登录信息存在一起，只用于这个地址，不进备份。',
      user: '用户名',
      password: '密码',
      save: '保存登录信息',
      stored: '已保存这个地址的用户名和密码。',
      forget: '删除',
      invalid: '用户名和密码各不超过 255 字节，用户名里不能有冒号。',
    },
    practice: '练习模式不连接任何服务器，用不到代理。',
    server: {
      title: '服务器',
      own: '连接的是微信的 iLink 服务器。',
      other: '当前连接的是另一台服务器：{{url}}',
      hint: '服务器在启动 Linkboard 时指定，做法见说明文档。',
    },
    settings: '网络设置',
    test: {
      action: '测试连接',
      hint: '按这里填的内容请服务器回应一次，不会给任何人发消息。',
      running: '正在测试…最多 20 秒。',
      cancelled: '已取消测试。',
      works: '连接正常：通过{{proxy}}，服务器用了{{time}}回应。',
      worksDirect: '连接正常：没有用代理，服务器用了{{time}}回应。',
      seconds: '{{seconds}} 秒',
      through: '尝试的代理：{{proxy}}。',
      failed: {
        'proxy-way-unknown': '系统没有说明该用哪个代理。请再试一次，或改用手动设置。',
        'proxy-kind-unknown': '系统设置的代理类型用不了。请手动设置一个 HTTP 或 SOCKS5 代理。',
        'proxy-name-unknown': '找不到代理服务器的名称。请检查地址。',
        'proxy-unreachable': '连不上代理服务器。请确认代理正在运行，并检查地址和端口。',
        'proxy-silent': '连上了，但代理服务器没有回应。请检查端口和代理类型。',
        'proxy-certificate': '代理服务器的证书不受信任。请检查地址，或询问代理的管理员。',
        'proxy-needs-password': '代理服务器需要用户名和密码。请在上面填写。',
        'proxy-wrong-password': '代理服务器不接受这个用户名或密码。',
        'proxy-sign-in-unknown': '代理服务器要求的登录方式用不了。请让代理的管理员开通用户名加密码的方式。',
        'proxy-refused': '代理连上了，但不允许连接微信的服务器。请让代理的管理员放行。',
        'proxy-server-unreachable': '代理连上了，但代理连不上微信的服务器。请询问代理的管理员，或稍后再试。',
        'proxy-broke-off': '经过代理的连接断开了。请再试一次，或询问代理的管理员。',
        'proxy-garbled': '这个地址上的不是这种代理。请检查类型、地址和端口。',
        'server-name-unknown': '找不到服务器的名称。请检查网络。',
        'server-unreachable': '连不上服务器。请检查网络。',
        'server-certificate':
          '服务器的证书不受信任，没有发送任何内容。如果这个网络会检查加密连接，需要先在电脑上安装这个网络的证书。',
        'server-broke-off': '与服务器的连接断开了。请再试一次。',
        'server-silent': '服务器 20 秒内没有回应。请稍后再试。',
        'server-failed': '网络通了，但服务器暂时有故障。请稍后再试。',
        'answered-by-another': '回答的不是服务器，可能是这个网络的登录页面。请打开浏览器看看。',
      },
    },
  },
}
