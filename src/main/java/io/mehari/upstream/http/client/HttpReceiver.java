package io.mehari.upstream.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Is notified of how an exchange goes, on an event loop: must not block. Exactly one of {@link #ended} and {@link #failed}
 * comes last; neither comes after {@link HttpExchange#abort}. Where a method throws, {@link #failed} follows.
 */
public interface HttpReceiver {
    /**
     * The first byte of the request is about to leave. Asked once, not again when the request is redirected.
     *
     * @return false if the request was abandoned meanwhile: it is then not sent, and nothing more is reported of it
     */
    default boolean leaving() {
        return true;
    }

    /**
     * The server redirects the request.
     *
     * @param status HTTP status of the redirect
     * @param headers read only
     * @param body its first 64 KiB
     * @return true if the body is the answer already: the redirect is then not followed, and nothing more is reported
     */
    default boolean redirected(int status, HttpHeaders headers, byte[] body) {
        return false;
    }

    /**
     * Status and headers of the response arrived.
     *
     * @param status HTTP status
     * @param headers valid beyond the return; read only
     */
    void responded(int status, HttpHeaders headers);

    /**
     * A part of the body arrived.
     *
     * @param part decompressed; valid until the return
     */
    void body(ByteBuf part);

    /** The response is complete. */
    void ended();

    /**
     * The exchange broke off.
     *
     * @param failure what that means for the request
     */
    void failed(HttpFailure failure);

    /** The exchange was abandoned, on whichever thread, perhaps while another method runs: gives back what is counted. */
    default void abandoned() {}
}
