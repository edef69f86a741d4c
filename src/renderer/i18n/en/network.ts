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
