package io.mehari.monitoring.diagnostics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.event.AlertSeverity;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.Locale;

/**
 * Something that is wrong now. Immutable.
 *
 * @param kind what sort of thing, of {@code a-z} and {@code _}: for programs
 * @param severity {@code INFO} for what costs nothing, {@code WARNING} for what works worse, {@code CRITICAL} for what does
 *     not work
 * @param subject what it is about: a server, {@code server/tool}, a part of the gateway
 * @param cause one sentence
 * @param recommendation one sentence: what to do
 */
public record Issue(String kind, AlertSeverity severity, String subject, String cause, String recommendation) {
    /**
     * The same with more advice.
     *
     * @param advice further sentences
     * @return this one if there are none
     */
    Issue with(List<String> advice) {
        return advice.isEmpty()
                ? this
                : new Issue(kind, severity, subject, cause, recommendation + ". " + String.join(". ", advice));
    }

    /**
     * For callers.
     *
     * @return a new object
     */
    public ObjectNode json() {
        return Json.object()
                .put("kind", kind)
                .put("severity", severity.name().toLowerCase(Locale.ROOT))
                .put("subject", subject)
                .put("cause", cause)
                .put("recommendation", recommendation);
    }
}
