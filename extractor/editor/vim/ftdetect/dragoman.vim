" Rule files: *.rules that say their language, stage or labels in the first lines, or that are new.
" (udev and Snort have files of that name, too. No line is continued here: 'cpoptions' may forbid it.)
function! s:Detect() abort
  let l:is_new = line('$') == 1 && getline(1) ==# ''
  if l:is_new || match(getline(1, 100), '^\%(language\|stages\?\|label\)\s') >= 0
    unlet! b:did_ftplugin               " of Snort's, which vim has taken it for until now and which does not undo itself
    set filetype=dragoman
  endif
endfunction

autocmd BufRead,BufNewFile *.rules call s:Detect()
