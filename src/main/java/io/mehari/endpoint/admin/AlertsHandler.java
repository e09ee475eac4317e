package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.alert.Alert;
import io.mehari.alert.AlertBook;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.Paging;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.alert.AlertThresholds;
import io.mehari.monitoring.alert.AlertThresholds.InvalidThresholdException;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /api/v1/alerts?limit=}: what needs attention, and what did; {@code /api/v1/admin/alerts/thresholds}: above
 * what alerts are raised, to be read and changed. Safe for concurrent use.
 */
public final class AlertsHandler implements RestRoute.Provider {
    private static final String THRESHOLDS = "/api/v1/admin/alerts/thresholds";

    private final AlertBook alerts;
    private final AlertRules rules;

    /**
     * A handler for these alerts.
     *
     * @param alerts active and past ones
     * @param rules have the thresholds
     */
    public AlertsHandler(AlertBook alerts, AlertRules rules) {
        this.alerts = alerts;
        this.rules = rules;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get("/api/v1/alerts", AccessLevel.MONITOR, RestHandler.of(this::list)),
                RestRoute.get(THRESHOLDS, AccessLevel.ADMIN, RestHandler.of((target, context) -> thresholds(context))),
                RestRoute.post(THRESHOLDS, AccessLevel.ADMIN, this::change));
    }

    private Response list(RequestTarget target, CallContext context) {
        List<Alert> active = alerts.active();
        ObjectNode data = Json.object();
        put(data, "active", active);
        put(data, "past", alerts.past(Paging.of(target).limit()));
        return EnvelopeForm.INSTANCE.data(
                context, Counted.of(active.size(), "active alert"), json -> json.writeTree(data));
    }

    private static void put(ObjectNode data, String name, List<Alert> alerts) {
        ArrayNode array = data.putArray(name);
        alerts.forEach(alert -> array.add(alert.json()));
    }

    private Response thresholds(CallContext context) {
        return response(context, rules.thresholds(), "The thresholds of alerts");
    }

    private CompletableFuture<Response> change(Request request, RequestTarget target, CallContext context) {
        ObjectNode changes = BodyReader.object(request);
        try {
            AlertThresholds now = rules.change(before -> before.with(changes));
            return CompletableFuture.completedFuture(
                    response(context, now, "These thresholds hold from the next sample until the gateway ends"));
        } catch (InvalidThresholdException e) {
            throw RequestRejectedException.invalid("/" + e.field(), e.getMessage(), "threshold");
        }
    }

    private static Response response(CallContext context, AlertThresholds thresholds, String message) {
        return EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(thresholds.json()));
    }
}
