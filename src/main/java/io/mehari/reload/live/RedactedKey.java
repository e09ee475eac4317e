package io.mehari.reload.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.ChangedKey;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import java.util.List;
import java.util.regex.Pattern;

/** A changed key as others may see it. Stateless. */
final class RedactedKey {
    private static final Redaction REDACTION = new Redaction(List.of());

    /** What stands below these is given to programs and may be anything; arguments of commands as well. */
    private static final Pattern SECRET = Pattern.compile(
            "(?:^|.*\\.)(?:env|headers|env_http_headers|http_headers)\\..*|.*\\.args\\[\\d+]|mehari\\.security\\.keys\\[\\d+]\\.sha256");

    private RedactedKey() {}

    /** The key without secrets. */
    static ChangedKey of(ChangedKey key) {
        return new ChangedKey(key.path(), hide(key.path(), key.before()), hide(key.path(), key.after()));
    }

    private static String hide(String path, String value) {
        if (value == null || value.isEmpty()) {
            return value;
        }
        if (SECRET.matcher(path).matches()) {
            return Redaction.REDACTED;
        }
        String name = path.substring(path.lastIndexOf('.') + 1).replaceFirst("\\[\\d+]$", "");
        ObjectNode named = Json.object().put(name, value);
        return REDACTION.copy(named).path(name).asText();
    }
}
