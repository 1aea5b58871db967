" Rule files: *.rules that say their language, stage or labels in the first lines, or that are new.
" (udev and Snort have files of that name, too.)
autocmd BufRead,BufNewFile *.rules
      \ if line('$') == 1 && getline(1) ==# '' || match(getline(1, 100), '^\%(language\|stages\?\|label\)\s') >= 0 |
      \   set filetype=dragoman |
      \ endif
