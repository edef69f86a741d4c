import type { ProxyTrouble } from '#shared/model/proxy.ts'

/** Why an account gets nothing through the proxy. Nothing goes around it meanwhile. */
export const proxyTrouble: Readonly<Record<ProxyTrouble, string>> = {
  'proxy-way-unknown':
    'The system does not say which proxy to use. Linkboard keeps asking; or choose one under Settings › Network.',
  'proxy-kind-unknown':
    'The system names a kind of proxy that Linkboard cannot use. Choose an HTTP or SOCKS5 proxy under Settings › Network.',
  'proxy-name-unknown':
    'The proxy cannot be found by its name. Check the network, and its address under Settings › Network.',
  'proxy-unreachable':
    'The proxy cannot be reached. Check that it is running, and its address under Settings › Network; Linkboard keeps trying automatically.',
  'proxy-silent':
    'The proxy does not answer. Check its address under Settings › Network; Linkboard keeps trying automatically.',
  'proxy-certificate':
    "The proxy's certificate is not trusted, so nothing was sent. Check its address under Settings › Network, or ask whoever runs it.",
  'proxy-needs-password': 'The proxy asks for a user name and password. Enter them under Settings › Network.',
  'proxy-wrong-password':
    'The proxy does not accept the user name or password. Enter them again under Settings › Network.',
  'proxy-sign-in-unknown':
    'The proxy asks for a kind of sign-in that Linkboard does not have. Ask whoever runs it for one with a user name and password.',
  'proxy-refused':
    'The proxy does not let Linkboard through to the server. Ask whoever runs it to allow the server.',
  'proxy-server-unreachable':
    'The proxy works but cannot reach the server. Linkboard keeps trying automatically; if it lasts, ask whoever runs the proxy.',
  'proxy-broke-off':
    'The connection through the proxy broke off. Linkboard keeps trying automatically; if it happens again and again, ask whoever runs the proxy.',
  'proxy-garbled':
    'What answers is not a proxy of this kind. Check its kind and address under Settings › Network.',
}

export const network = {
  network: {
    proxy: 'Proxy',
    proxyHint:
      'System by default. Everything Linkboard sends or receives goes this way, and nothing goes around it.',
    mode: { system: 'System', manual: 'Manual', off: 'Off' },
    modeHint: {
      system: 'Linkboard uses the proxy that this computer is set up with, if there is one.',
      manual: 'Linkboard uses this proxy, whatever the computer is set up with.',
      off: 'Linkboard connects directly, without a proxy.',
    },
    address: 'Proxy address',
    addressHint: 'HTTP, HTTPS or SOCKS5. It applies when you leave the field; until then nothing changes.',
    addressProblem: {
      host: 'That is not a proxy address. Write it like http://proxy.example:8080.',
      port: 'The port is missing. Write it behind the name, like proxy.example:8080.',
      scheme: 'Linkboard can use HTTP, HTTPS and SOCKS5 proxies. Write it like socks5://proxy.example:1080.',
    },
    missing: 'Enter an address. Until then the former setting applies.',
    password: {
      title: 'Sign-in to the proxy',
      hint: 'Only if the proxy asks for it. The password is kept with the sign-ins of your accounts, for this address only, and is not part of a backup.',
      user: 'User name',
      password: 'Password',
      save: 'Save sign-in',
      stored: 'A user name and password are stored for this address.',
      forget: 'Forget',
      invalid: 'Use at most 255 bytes each, and no colon in the user name.',
    },
    practice: 'Practice mode connects to nobody, so no proxy is used.',
    server: {
      title: 'Server',
      own: 'Linkboard connects to the iLink server of WeChat.',
      other: 'Connected to another server: {{url}}',
      hint: 'The server is chosen when Linkboard is started; the readme says how.',
    },
    settings: 'Network settings',
    test: {
      action: 'Test',
      hint: 'Asks the server for one answer, connecting as set here. No message is sent to anybody.',
      running: 'Testing… this takes at most 20 seconds.',
      cancelled: 'The test was cancelled.',
      works: 'It works: the server answered in {{time}} through {{proxy}}.',
      worksDirect: 'It works: the server answered in {{time}}, without a proxy.',
      seconds: '{{seconds}} s',
      through: 'Tried through {{proxy}}.',
      failed: {
        'proxy-way-unknown':
          'The system did not say which proxy to use. Try again, or choose one under Manual.',
        'proxy-kind-unknown':
          'The system names a kind of proxy that Linkboard cannot use. Choose an HTTP or SOCKS5 proxy under Manual.',
        'proxy-name-unknown': 'The proxy cannot be found by its name. Check the address.',
        'proxy-unreachable':
          'The proxy cannot be reached. Check that it is running, and the address and port.',
        'proxy-silent': 'The proxy was reached but does not answer. Check the port and the kind of proxy.',
        'proxy-certificate':
          "The proxy's certificate is not trusted. Check the address, or ask whoever runs it.",
        'proxy-needs-password': 'The proxy asks for a user name and password. Enter them above.',
        'proxy-wrong-password': 'The proxy does not accept this user name or password.',
        'proxy-sign-in-unknown':
          'The proxy asks for a kind of sign-in that Linkboard does not have. Ask whoever runs it for one with a user name and password.',
        'proxy-refused':
          'The proxy was reached but does not allow connections to the server. Ask whoever runs it to allow the server.',
        'proxy-server-unreachable':
          'The proxy was reached but cannot reach the server. Ask whoever runs it, or try again later.',
        'proxy-broke-off':
          'The connection through the proxy broke off. Try again, or ask whoever runs the proxy.',
        'proxy-garbled':
          'What answers is not a proxy of this kind. Check the kind, the address and the port.',
        'server-name-unknown': 'The server cannot be found by its name. Check the network.',
        'server-unreachable': 'The server cannot be reached. Check the network.',
        'server-certificate':
          "The server's certificate is not trusted, so nothing was sent. If this network inspects connections, its certificate has to be installed on this computer.",
        'server-broke-off': 'The connection to the server broke off. Try again.',
        'server-silent': 'The server did not answer within 20 seconds. Try again later.',
        'server-failed': 'The way works, but the server is having trouble. Try again later.',
        'answered-by-another':
          'Something on the way answers instead of the server, such as a sign-in page of this network. Open a browser and look.',
      },
    },
  },
}
