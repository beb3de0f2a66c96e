// What attackers write: 150 pieces of text that would run as script if any field were taken for markup, and
// 40 addresses that must never become a link. Every script among them opens a dialog, which tests can see.

const RUN = 'alert(1)'

/** Markup that runs by itself, through an event that fires without a person. */
const SELF_STARTING = [
  'script', 'img src=x onerror', 'svg onload', 'body onload', 'iframe onload', 'video src=x onerror',
  'audio src=x onerror', 'input autofocus onfocus', 'select autofocus onfocus', 'textarea autofocus onfocus',
  'button autofocus onfocus', 'details open ontoggle', 'marquee onstart', 'object data=x onerror',
  'embed src=x onerror', 'link rel=stylesheet href=x onerror', 'style onload', 'image src=x onerror',
  'video autoplay onloadstart', 'svg><animate attributeName=x dur=1s onbegin', 'svg><set attributeName=x onbegin',
  'div style=animation-name:a onanimationstart', 'a tabindex=0 autofocus onfocus', 'x contenteditable autofocus onfocus',
  'form autofocus tabindex=1 onfocus', 'svg><image href=x onerror', 'math><mtext onfocus tabindex=1 autofocus',
  'frameset onload', 'keygen autofocus onfocus', 'dialog open ontoggle',
] // biome-ignore format: one list, read as one

/** How a tag is broken out of what stands around it. `TAG` is the tag. */
const SURROUNDINGS = ['TAG', '"\'>TAG', '</textarea></title></style></script>TAG', '-->]]>TAG']

const tagOf = (start: string) => (start === 'script' ? `<script>${RUN}</script>` : `<${start}=${RUN} id=hit>`)

const WRAPPED = SURROUNDINGS.flatMap((around) =>
  SELF_STARTING.map((start) => around.replace('TAG', tagOf(start))),
)

const OTHERS = [
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<a href="javascript:${RUN}" id=hit>打开</a>`,
  `<a href="data:text/html,<script>${RUN}</script>">打开</a>`,
  `<form action="javascript:${RUN}"><button id=hit>提交</button></form>`,
  `<base href="https://attacker.example/">`,
  `<meta http-equiv="refresh" content="0;url=https://attacker.example/">`,
  `<link rel="stylesheet" href="https://attacker.example/a.css">`,
  `<img src="https://attacker.example/a.png">`,
  `<style>@import "https://attacker.example/a.css";</style>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<template shadowrootmode="open"><script>${RUN}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<math><mi//xlink:href="data:x,<script>${RUN}</script>">`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<img src=x onerror\u00a0=${RUN}>`,
  `<img/src="x"/onerror=${RUN}//`,
  `<IMG SRC=x ONERROR=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `\${${RUN}}`,
  `{{constructor.constructor('${RUN}')()}}`,
  `[点这里](javascript:${RUN})`,
  `![图](x" onerror="${RUN})`,
  `';${RUN}//`,
  `";${RUN}//`,
  `</mark><script>${RUN}</script>`,
  `<cewen-chat server="https://attacker.example"></cewen-chat>`,
]

/** 150 texts. */
export const PAYLOADS: readonly string[] = [...WRAPPED, ...OTHERS]

const SCHEMES = ['javascript', 'data', 'vbscript', 'file', 'blob', 'about', 'filesystem', 'mailto']
const SPELLINGS = [
  (scheme: string) => scheme,
  (scheme: string) => scheme.toUpperCase(),
  (scheme: string) => ` \t\n${scheme}`,
  (scheme: string) => `\u0001${scheme.slice(0, 2)}\t${scheme.slice(2)}`,
]

/** 40 addresses: schemes in all spellings that browsers accept, and other sites in disguise. */
export const BAD_ADDRESSES: readonly string[] = [
  ...SCHEMES.flatMap((scheme) => SPELLINGS.map((spell) => `${spell(scheme)}:${RUN}//text/html,x`)),
  'java\nscript:alert(1)',
  'java\r\tscript:alert(1)',
  'view-source:https://attacker.example/',
  'ws://attacker.example/',
  'ftp://attacker.example/',
  'intent://attacker.example/#Intent;end',
  'ms-word:ofe|u|https://attacker.example/',
  'jar:https://attacker.example!/',
]

/** Well-formed addresses of other sites, protocol-relative in all spellings that browsers accept. */
export const FOREIGN_ADDRESSES: readonly string[] = [
  '//attacker.example/a',
  '\\\\attacker.example/a',
  '/\\attacker.example/a',
  '/\t/attacker.example/a',
]
