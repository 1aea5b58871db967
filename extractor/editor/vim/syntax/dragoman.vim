" Dragoman's rule files and labels.rules. It follows rules/README.md; the same language as ../../rules.tmLanguage.json,
" to which tests/editor.py compares it, word by word.
"
" A statement begins at column 1. A clause is a region: from its word to the first line that is not indented deeper than it,
" blank lines and comments aside. What stands nearest to the end of a list of items comes first, where two begin at one place.
if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpoptions
set cpoptions&vim

syntax sync fromstart
syn iskeyword @,48-57,_,-,128-255

" What no other item takes is wrong: at column 1, as a clause, inside one.
syn match dragomanError /^[^ \t#]\S*\(\s\+[^ \t#]\S*\)*/
syn match dragomanError /^\s\+[^ \t#].*/
syn match dragomanWrong contained /\S/
syn match dragomanWrongWord contained /[^ \t#]\+/
syn match dragomanComment /#.*/
hi def link dragomanError Error
hi def link dragomanWrong dragomanError
hi def link dragomanWrongWord dragomanError
hi def link dragomanComment Comment

" A word of the language, w; of one letter or more without _ at its start, W; between blanks.
let s:c = '\%([A-Za-z0-9_]\|[^\x01-\x7f]\)'
let s:first = '\%([a-z0-9]\|[^\x01-\x7f]\)'
let s:name = '\%([A-Za-z0-9_-]\|[^\x01-\x7f]\)\+'
let s:path = '\%([A-Za-z0-9_./-]\|[^\x01-\x7f]\)\+'
let s:tail = s:c . '*\%([-'']\%([A-Za-z0-9]\|[^\x01-\x7f]\)' . s:c . '*\)*'

" Statements ---------------------------------------------------------------------------------------------------------

syn match dragomanStatement /^\%(language\)\ze\s\+\a\+\%([ \t#]\|$\)/ nextgroup=dragomanCode skipwhite
execute 'syn match dragomanStatement /^\%(stage\)\ze\s\+' . s:name . '/ nextgroup=dragomanCode skipwhite'
execute 'syn match dragomanCode contained /' . s:name . '/ nextgroup=dragomanWrongRest skipwhite'
execute 'syn match dragomanStatement /^\%(remove\)\s\+\%(rule\|evidence\)\ze\s/ nextgroup=dragomanRemoved skipwhite'
execute 'syn match dragomanRemoved contained /' . s:path . '/ nextgroup=dragomanWrongRest skipwhite'
syn match dragomanWrongRest contained /[^ \t#]\S*/ nextgroup=dragomanWrongRest skipwhite

syn match dragomanStatement /^\%(rule\|evidence\)\ze\s/ nextgroup=dragomanRuleName,dragomanWrongRest skipwhite
execute 'syn match dragomanRuleName contained /' . s:path . '/ nextgroup=dragomanColon,dragomanWrongRest skipwhite'
syn match dragomanColon contained /:/ nextgroup=dragomanHeadLabel,dragomanWrongRest skipwhite
execute 'syn match dragomanHeadLabel contained /' . s:name . '/ nextgroup=dragomanHeadDot,dragomanWrongRest skipwhite'
execute 'syn match dragomanHeadDot contained /\./ nextgroup=dragomanHeadForm'
execute 'syn match dragomanHeadForm contained /' . s:name . '/ nextgroup=dragomanWrongRest skipwhite'

syn region dragomanStages matchgroup=dragomanStatement start=/^\%(stages\)\ze\s/ end=/^[^ \t#]/me=s-1
      \ contains=dragomanComment,dragomanStageName,dragomanWrong
execute 'syn match dragomanStageName contained /' . s:name . '/'
execute 'syn match dragomanStatement /^\%(label\)\ze\s\+[A-Z]/ nextgroup=dragomanDeclared skipwhite'
execute 'syn match dragomanDeclared contained /' . s:name . '/ nextgroup=dragomanHidden,dragomanWrongRest skipwhite'
syn keyword dragomanHidden contained hidden

hi def link dragomanStatement Statement
hi def link dragomanCode Constant
hi def link dragomanStageName dragomanCode
hi def link dragomanRuleName Function
hi def link dragomanRemoved dragomanRuleName
hi def link dragomanColon dragomanPunctuation
hi def link dragomanHeadLabel dragomanLabel
hi def link dragomanHeadDot dragomanPunctuation
hi def link dragomanHeadForm dragomanForm
hi def link dragomanWrongRest dragomanError
hi def link dragomanDefName Define
hi def link dragomanAssign Operator
hi def link dragomanDeclared dragomanLabel
hi def link dragomanHidden dragomanKeyword

" Clauses ------------------------------------------------------------------------------------------------------------

" A region from one of `words` on, which holds `items`. `end` is the first line that does not go on with it.
function! s:Clause(group, words, items) abort
  execute 'syn region dragoman' . a:group . 'Clause matchgroup=dragomanClause keepend contains=dragomanComment,' . a:items
        \ . ' start=/^\z(\s\+\)' . a:words . '\ze\%([ \t#]\|$\)/ end=/^\%(\z1\s\+\S\|\s*#\|\s*$\)\@!/me=s-1'
endfunction

call s:Clause('Pattern', '\%(match\|before\|is\|after\)', '@dragomanPattern')
call s:Clause('Text', '\%(text\)', 'dragomanRegex,dragomanWrongWord')
call s:Clause('Value', '\%(value\)', '@dragomanTemplate')
call s:Clause('Date', '\%(date\)', 'dragomanKeyWrong,dragomanDateKey,dragomanDateWord,dragomanNumber,@dragomanTemplate')
call s:Clause('Set', '\%(set\)', 'dragomanKeyBefore,dragomanNumber,@dragomanTemplate')
call s:Clause('Where', '\%(where\)', '@dragomanCondition')
call s:Clause('Within', '\%(within\)', 'dragomanWithin,dragomanWrongWord')
call s:Clause('Weight', '\%(weight\)', 'dragomanNever,dragomanWeight,dragomanWrongWord')
call s:Clause('Forms', '\%(forms\)', 'dragomanForm,dragomanWrong')
call s:Clause('Holds', '\%(holds\)', 'dragomanLabelName,dragomanWrong')
call s:Clause('Attributes', '\%(attributes\)', 'dragomanAttributeName,dragomanFrom,dragomanWrong')
call s:Clause('Resolve', '\%(resolve\)', 'dragomanResolve,dragomanPath,dragomanWrongWord')

syn match dragomanWithin contained /\s\@1<=\%(sentence\|line\|block\)\ze\%([ \t#]\|$\)/
syn match dragomanNever contained /\s\@1<=\%(never\)\ze\%(\s\|$\)/
syn match dragomanWeight contained /\s\@1<=[-+]\?\%(\d\+\.\?\d*\|\.\d\+\)\ze\%(\s\|$\)/
execute 'syn match dragomanForm contained /' . s:name . '/'
execute 'syn match dragomanLabelName contained /' . s:name . '/'
execute 'syn match dragomanAttributeName contained /' . s:name . '/'
syn match dragomanFrom contained /\%(from\)\ze\s/ nextgroup=dragomanFromName skipwhite
execute 'syn match dragomanFromName contained /' . s:name . '/'
syn keyword dragomanResolve contained entry date antecedent person turn event
syn match dragomanPath contained /\%(path\)\ze\%(\s\|$\)/ nextgroup=dragomanOf skipwhite
syn match dragomanOf contained /\%(of\)\ze\s/ nextgroup=dragomanLabelName skipwhite

hi def link dragomanClause Keyword
hi def link dragomanKeyword Keyword
hi def link dragomanWithin Constant
hi def link dragomanNever Constant
hi def link dragomanWeight dragomanNumber
hi def link dragomanForm Identifier
hi def link dragomanLabelName dragomanLabel
hi def link dragomanAttributeName dragomanKey
hi def link dragomanFrom dragomanKeyword
hi def link dragomanFromName dragomanCapture
hi def link dragomanResolve dragomanFunction
hi def link dragomanPath dragomanFunction
hi def link dragomanOf dragomanKeyword

" Patterns -----------------------------------------------------------------------------------------------------------

syn cluster dragomanPattern contains=dragomanComment,dragomanWrong,dragomanWord,dragomanDefinition,dragomanClass,dragomanCapture,
      \dragomanLiteral,dragomanStem,dragomanRegex,dragomanList,dragomanLabelElement,dragomanAttribute,dragomanOperator,dragomanMark,
      \dragomanGroup,dragomanSpan

execute 'syn match dragomanWord contained /' . s:first . s:tail . '/'
execute 'syn match dragomanDefinition contained /[A-Z]' . s:tail . '/'
execute 'syn match dragomanClass contained /\%(Cap\|Upper\|Lower\|Initial\|Digits\|Ordinal\|Roman\|Number\)\%('
      \ . s:c . '\|[-'']\%([A-Za-z0-9]\|[^\x01-\x7f]\)\)\@!/'
execute 'syn match dragomanCapture contained /\%([a-z0-9_]\|[^\x01-\x7f]\)' . s:c . '*\%(\.' . s:c . '\+\)\?:/ contains=dragomanCaptureForm'
execute 'syn match dragomanCaptureForm contained /\.' . s:c . '\+/ contains=dragomanCaptureDot'
syn match dragomanCaptureDot contained /\./
syn region dragomanLiteral contained oneline start=/'/ skip=/\\./ end=/'/ contains=dragomanEscape
execute 'syn match dragomanStem contained /\~\%([A-Za-z0-9]\|[^\x01-\x7f]\)' . s:tail . '/'
syn region dragomanRegex contained oneline start=+/+ skip=+\\.+ end=+/+ contains=dragomanGroupName
syn match dragomanGroupName contained /\%((?P\?<\)\@4<=\h\w*\ze>/
execute 'syn match dragomanList contained /@' . s:name . '/'
syn match dragomanLabelWrong contained /[^ \t>]\+/ nextgroup=dragomanLabelClose
execute 'syn match dragomanLabelElement contained /<' . s:name . '/ contains=dragomanLabelOpen nextgroup=dragomanLabelDot,dragomanAttribute,dragomanLabelClose,dragomanLabelWrong'
syn match dragomanLabelOpen contained /</
syn match dragomanLabelDot contained /\./ nextgroup=dragomanLabelForm
execute 'syn match dragomanLabelForm contained /' . s:name . '/ nextgroup=dragomanAttribute,dragomanLabelClose,dragomanLabelWrong'
syn match dragomanLabelClose contained />/
execute 'syn region dragomanAttribute contained oneline matchgroup=dragomanPunctuation start=/{\s*\%([A-Za-z_]' . s:name . '\|[A-Za-z_]\)\s*=/rs=s+1'
      \ . ' end=/}/ contains=dragomanAttributeKey,dragomanAttributeValue,dragomanLiteral,dragomanQuoted,dragomanWrong nextgroup=dragomanLabelClose'
execute 'syn match dragomanAttributeValue contained /\%([A-Za-z0-9_./+:()-]\|[^\x01-\x7f]\)\+/'
execute 'syn match dragomanAttributeKey contained /\%({\s*\)\@10<=' . s:name . '\ze\s*=/ nextgroup=dragomanAssign skipwhite'
syn match dragomanOperator contained /[?*+|&!]\|\.\./
syn match dragomanOperator contained /{\s*\%(\d\+\s*\%(,\s*\d*\s*\)\?\|,\s*\d\+\s*\)}/
syn match dragomanMark contained /\.\@1<!\.\.\@!\|[\^$_]/
syn match dragomanGroup contained /[()]/
syn match dragomanSpan contained /[[\]]/
syn match dragomanEscape contained /\\./

" def Name = pattern
syn region dragomanDefinitionStatement matchgroup=dragomanStatement start=/^\%(def\)\ze\s/ end=/^[^ \t#]/me=s-1
      \ contains=@dragomanPattern,dragomanDefName
execute 'syn match dragomanDefName contained /[A-Z]' . s:c . '*\%(-' . s:c . '*\)*\ze\s*=/ nextgroup=dragomanAssign skipwhite'
syn match dragomanAssign contained /=/

hi def link dragomanWord String
hi def link dragomanDefinition Identifier
hi def link dragomanClass Type
hi def link dragomanCapture Identifier
hi def link dragomanCaptureForm dragomanForm
hi def link dragomanCaptureDot dragomanPunctuation
hi def link dragomanLiteral String
hi def link dragomanStem String
hi def link dragomanRegex SpecialChar
hi def link dragomanGroupName dragomanCapture
hi def link dragomanList Tag
hi def link dragomanLabel Type
hi def link dragomanLabelElement dragomanLabel
hi def link dragomanLabelOpen dragomanPunctuation
hi def link dragomanLabelDot dragomanPunctuation
hi def link dragomanLabelForm dragomanForm
hi def link dragomanLabelClose dragomanPunctuation
hi def link dragomanLabelWrong dragomanError
hi def link dragomanAttributeKey dragomanKey
hi def link dragomanAttributeValue dragomanValue
hi def link dragomanOperator Operator
hi def link dragomanMark Special
hi def link dragomanGroup dragomanPunctuation
hi def link dragomanSpan Special
hi def link dragomanEscape SpecialChar
hi def link dragomanPunctuation Delimiter

" Templates: value, date, set ----------------------------------------------------------------------------------------

syn cluster dragomanTemplate contains=dragomanWrong,dragomanTemplateText,dragomanQuotedTemplate,dragomanPart

syn match dragomanTemplateText contained /\%(\\.\|[^ \t{\\"#]\)\%(\\.\|[^ \t{\\]\)*/
syn region dragomanQuotedTemplate contained oneline start=/"/ skip=/\\./ end=/"/ contains=dragomanEscape,dragomanPart
execute 'syn match dragomanPart contained /{' . s:c . '\+\%(\.\d\+\)\?\%(\.' . s:name . '\)\?'
      \ . '\%(:\%(number\|roman\|ordinal\|lower\|upper\)\)\?}/ contains=dragomanPartName,dragomanIndex,dragomanPartKey,dragomanFunction,dragomanPartMark'
syn match dragomanPartMark contained /[{}.:]/
execute 'syn match dragomanPartName contained /{\@1<=' . s:c . '\+/'
execute 'syn match dragomanPartKey contained /\.\@1<=' . s:name . '/'
syn match dragomanIndex contained /\.\@1<=\d\+\ze[.:}]/
execute 'syn match dragomanFunction contained /:\@1<=' . s:c . '\+/'

execute 'syn match dragomanKeyBefore contained /\%(^\|\s\)\@1<=' . s:name . '\ze\s*=/ nextgroup=dragomanAssign skipwhite'
syn match dragomanKeyWrong contained /\%(^\|\s\)\@1<=[^ \t={"#]\+\ze\s*=/
syn match dragomanDateKey contained nextgroup=dragomanAssign skipwhite
      \ /\%(^\|\s\)\@1<=\%(year\|month\|day\|weekday\|hour\|minute\|zone\|type\|shift\|unit\|anchor\|mod\|start\|quant\|freq\|calendar\)\ze\s*=/
syn match dragomanDateWord contained
      \ /[ =]\@1<=\%(DATE\|TIME\|DURATION\|SET\|BEFORE\|AFTER\|ON_OR_BEFORE\|ON_OR_AFTER\|LESS_THAN\|MORE_THAN\|EQUAL_OR_LESS\|EQUAL_OR_MORE\|START\|MID\|END\|APPROX\)\ze\%(\s\|$\)/
syn match dragomanNumber contained /[ =]\@1<=[-+]\?\d\+\%(\.\d\+\)\?\ze\%(\s\|$\)/

hi def link dragomanTemplateText dragomanValue
hi def link dragomanQuotedTemplate dragomanValue
hi def link dragomanValue String
hi def link dragomanPartMark dragomanPunctuation
hi def link dragomanPartName dragomanCapture
hi def link dragomanPartKey dragomanKey
hi def link dragomanIndex dragomanNumber
hi def link dragomanFunction Function
hi def link dragomanKey Identifier
hi def link dragomanKeyBefore dragomanKey
hi def link dragomanKeyWrong dragomanError
hi def link dragomanDateKey Identifier
hi def link dragomanDateWord Constant
hi def link dragomanNumber Number

" Conditions ---------------------------------------------------------------------------------------------------------

syn cluster dragomanCondition contains=dragomanWrongWord,dragomanConditionText,dragomanComparison,dragomanLogical,dragomanFact,
      \dragomanLabelFact,dragomanQuotedTemplate,dragomanPart

syn match dragomanConditionText contained /}\@1<=[^ \t{"#=!<>,]\+\|[^ \tA-Za-z{"#=!<>,][^ \t{"=!<>]*/
syn match dragomanComparison contained /!=\|<=\|>=\|==\|[=<>]/ nextgroup=dragomanRightNumber,dragomanRight skipwhite
syn match dragomanRight contained /[^ \t{"#=!<>]\+/
syn match dragomanRightNumber contained /[-+]\?\d\+\%(\.\d\+\)\?\ze\%(\s\|$\)/
syn match dragomanLogical contained /[ \t,]\@1<=\%(not\|and\)\ze\%([ \t,{"]\|$\)\|,/
syn match dragomanFact contained /[ \t,]\@1<=\%(lower\|headline\|antecedent\|sentence-start\)\ze\%([ \t,#]\|$\)/
syn match dragomanLabelFact contained /[ \t,]\@1<=\%(part-of\|mostly\)\ze\s\+[A-Z]/ nextgroup=dragomanLabelName skipwhite

hi def link dragomanConditionText dragomanValue
hi def link dragomanComparison Operator
hi def link dragomanRight dragomanValue
hi def link dragomanRightNumber dragomanNumber
hi def link dragomanLogical Operator
hi def link dragomanFact dragomanFunction
hi def link dragomanLabelFact dragomanFunction

" Examples -----------------------------------------------------------------------------------------------------------

syn region dragomanPositive matchgroup=dragomanPlus keepend start=/^\z(\s\+\)+/ end=/^\%(\z1\s\+\S\|\s*#\|\s*$\)\@!/me=s-1
      \ contains=dragomanComment,dragomanExample,dragomanAt,dragomanIs,dragomanWrongWord
syn region dragomanNegative matchgroup=dragomanMinus keepend start=/^\z(\s\+\)-/ end=/^\%(\z1\s\+\S\|\s*#\|\s*$\)\@!/me=s-1
      \ contains=dragomanComment,dragomanNothing,dragomanAt,dragomanWrongWord
syn region dragomanExample contained start=/"/ skip=/\\./ end=/"/ contains=dragomanEscape,dragomanExampleSpan
syn region dragomanNothing contained start=/"/ skip=/\\./ end=/"/ contains=dragomanEscape,dragomanBracket
syn match dragomanBracket contained /[[\]]/
syn region dragomanExampleSpan contained matchgroup=dragomanSpan start=/\[/ skip=/\\./ end=/\]\|\ze"/ contains=dragomanEscape
syn match dragomanAt contained /[ \t"]\@1<=\%(at\)\ze\s\+\d\{4}-\d\d-\d\d\%(\s\|$\)/ nextgroup=dragomanDay skipwhite
syn match dragomanDay contained /\d\{4}-\d\d-\d\d/
syn match dragomanIs contained /=/ nextgroup=dragomanExampleValue,dragomanQuoted skipwhite
syn match dragomanExampleValue contained /[^ \t"#]\S*/
syn region dragomanQuoted contained oneline start=/"/ skip=/\\./ end=/"/ contains=dragomanEscape

hi def link dragomanPlus Added
hi def link dragomanMinus Removed
hi def link dragomanExample String
hi def link dragomanNothing dragomanExample
hi def link dragomanBracket dragomanError
hi def link dragomanExampleSpan Underlined
hi def link dragomanAt dragomanKeyword
hi def link dragomanDay dragomanNumber
hi def link dragomanIs dragomanAssign
hi def link dragomanExampleValue dragomanValue
hi def link dragomanQuoted dragomanValue
hi def link Added DiffAdd
hi def link Removed DiffDelete

let b:current_syntax = 'dragoman'
let &cpoptions = s:cpo
unlet s:cpo
