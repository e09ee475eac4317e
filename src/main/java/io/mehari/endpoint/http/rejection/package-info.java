/** Why a request is refused before anything runs for it, in the words and the codes of every face of the data plane. */
package io.mehari.endpoint.http.rejection;
