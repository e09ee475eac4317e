package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parameters of a command as an HTTP request would have them.
 *
 * @param target path and query, encoded
 * @param body JSON; empty where the parameters are the query
 */
record OperationTarget(String target, byte[] body) {
    private static final Pattern NAME = Pattern.compile("\\{([^}]+)}");

    /**
     * Fills the names in a path; what is left becomes the query of a request that reads, and the body of any other.
     *
     * @param route has the path
     * @param params not changed
     */
    static OperationTarget of(RestRoute route, ObjectNode params) {
        ObjectNode rest = params.deepCopy();
        StringBuilder path = new StringBuilder();
        Matcher names = NAME.matcher(route.path());
        while (names.find()) {
            JsonNode value = rest.remove(names.group(1));
            if (value == null || !value.isValueNode() || value.asText().isEmpty()) {
                throw CommandMessage.invalid("params must have " + names.group(1));
            }
            names.appendReplacement(path, Matcher.quoteReplacement(PathSegments.encoded(value.asText())));
        }
        names.appendTail(path);
        if (!route.method().equals(HttpMethod.GET)) {
            return new OperationTarget(path.toString(), rest.isEmpty() ? new byte[0] : Json.bytes(rest));
        }
        QueryStringEncoder query = new QueryStringEncoder(path.toString());
        rest.properties().forEach(param -> {
            if (!param.getValue().isValueNode()) {
                throw CommandMessage.invalid(param.getKey() + " must be text, a number, true or false");
            }
            if (!param.getValue().isNull()) {
                query.addParam(param.getKey(), param.getValue().asText());
            }
        });
        return new OperationTarget(query.toString(), new byte[0]);
    }
}
