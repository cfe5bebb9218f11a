const LOCAL = ['localhost', '127.0.0.1', '[::1]']

/** An address of one of the hosts: `https:`, or `http:` of this machine, without a password in it. */
export function checkedUrl(text: string, hosts: readonly string[]): URL {
  if (!URL.canParse(text)) throw new RangeError(`${text} is no address`)
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOCAL.includes(url.hostname)))
    throw new RangeError(`${text} isn't https`)
  if (url.username !== '' || url.password !== '') throw new RangeError('an address has no password; use a header')
  if (!hosts.includes(url.host)) throw new RangeError(`${url.host} isn't one of the hosts`)
  return url
}
