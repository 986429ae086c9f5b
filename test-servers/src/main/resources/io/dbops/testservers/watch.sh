# Runs a server for as long as the process that holds the other end of our standard input lives.
#   sh watch.sh SIGNAL COMMAND...
# Prints the server's process id on standard output; everything the server prints goes to standard error.
# The shell is the server's parent, so no process id is signalled after the server is gone and its id given to another one.
signal=$1
shift
exec 3<&0
"$@" </dev/null >&2 3<&- &
server=$!
(
    while read -r ignored; do :; done <&3
    kill -s "$signal" "$server" 2>/dev/null
    tries=0
    while [ "$tries" -lt 10 ] && kill -0 "$server" 2>/dev/null; do
        sleep 1
        tries=$((tries + 1))
    done
    kill -s KILL "$server" 2>/dev/null
) >/dev/null &
watcher=$!
exec 3<&-
echo "$server"
exec >&-
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
