import type { ProxyTrouble } from '#shared/model/proxy.ts'

/** 账号为什么通不过代理。 */
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
