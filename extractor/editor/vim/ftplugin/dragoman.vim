" What an editor needs to know of rule files beside their colours: comments, and `:make`.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
compiler dragoman

let b:undo_ftplugin = 'setlocal comments< commentstring< makeprg< errorformat<'
