#!/usr/bin/env bash
# Succeeds if the gateway at this port of this machine takes calls: GET /health/ready is 200. Needs bash and nothing else.
#
#   ready.sh PORT
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/${1:?which port}"
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
