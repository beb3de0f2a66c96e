import { expect, test } from 'vitest'
import { printedArticle } from '../../src/text/printed-article.ts'

test.each([
  ['第七条 本条例适用于本省行政区域', '第七条'],
  ['第十二条之一', '第十二条之一'],
  ['第120条', '第120条'],
  ['依照第七条办理', undefined],
  ['第三项 通关便利', undefined],
])('%s begins with %s', (title, article) => {
  expect(printedArticle(title)).toBe(article)
})
