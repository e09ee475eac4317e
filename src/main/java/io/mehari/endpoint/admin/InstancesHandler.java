package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.instance.InstanceReport;
import io.mehari.instance.InstanceStatus;
import io.mehari.instance.Instances;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /api/v1/instances}: the gateways on one Redis. Asks memory only. Safe for concurrent use. */
final class InstancesHandler implements RestRoute.Provider {
    private static final String PATH = "/api/v1/instances";

    private final Supplier<Optional<Instances>> instances;

    /** @param instances empty where they do not know each other */
    InstancesHandler(Supplier<Optional<Instances>> instances) {
        this.instances = instances;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get(PATH, AccessLevel.MONITOR, RestHandler.of(this::list)));
    }

    private Response list(RequestTarget target, CallContext context) {
        Optional<InstanceStatus> status = instances.get().map(Instances::status);
        ObjectNode data = status.map(InstanceReport::json)
                .orElseGet(() -> Json.object().put("enabled", false).set("instances", Json.MAPPER.createArrayNode()));
        String message = status.map(known -> Counted.of(known.all().size(), "gateway"))
                .orElse("This gateway knows of no other: mehari.instances.enabled is off");
        return EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(data));
    }
}
