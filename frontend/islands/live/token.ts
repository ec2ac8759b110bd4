// The cookie that says a request comes from a page of this site.

export function token(): string {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";
}
