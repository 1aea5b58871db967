" `:make` runs `dragoman check`, or what g:dragoman_check says; `:cnext` goes to the next place that it names.
if exists('current_compiler')
  finish
endif
let current_compiler = 'dragoman'

execute 'CompilerSet makeprg=' . escape(get(g:, 'dragoman_check', 'dragoman check'), ' \|"')
" FILE:LINE:COLUMN: error: …; the lines that show the place are left out.
CompilerSet errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%-G%.%#
