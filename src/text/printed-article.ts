// How a law prints an article's number before its wording. Pure, and for the browser too.

const ARTICLE = /^第[〇零一二两三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十\d]+)?/u

/** The number that an article's title begins with, as printed: 第七条, 第十二条之一. Undefined where there is none. */
export const printedArticle = (title: string): string | undefined => ARTICLE.exec(title)?.[0]
