/** TLS in front of the data plane: the certificate and its key, checked when settings are read, and the handler of a connection. */
package io.mehari.endpoint.http.tls;
