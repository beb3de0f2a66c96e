// Makes the pages' style sheets fit for a shadow root on somebody else's page. Pure: text in, text out.

const REM = /(-?\d{0,4}\.?\d{1,6})rem\b/g

/**
 * Sizes in rem hang on the host page's root element (often 10px there); inside they hang on `--cewen-size` instead.
 * Conditions of media queries stay: there rem is the browser's own size.
 */
export function withoutRootSizes(css: string): string {
  return css
    .split(/(@media[^{]*)/)
    .map((part) =>
      part.startsWith('@media') ? part : part.replace(REM, 'calc($1 * var(--cewen-size, 16px))'),
    )
    .join('')
}
