package io.mehari.reload.live;

import io.mehari.configuration.ChangedKey;
import io.mehari.security.SecuritySettings.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of the file of keys is told to others: names, scopes and ends of keys that differ. */
final class ChangedApiKeys {
    private static final String PATH = "keys-file.";

    private ChangedApiKeys() {}

    /** In the order of their names. */
    static List<ChangedKey> between(List<ApiKey> before, List<ApiKey> after) {
        Map<String, ApiKey> then = byName(before);
        Map<String, ApiKey> now = byName(after);
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<ChangedKey> changed = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(then.get(name), now.get(name))) {
                changed.add(new ChangedKey(PATH + name, shown(then.get(name)), shown(now.get(name))));
            }
        }
        return changed;
    }

    private static Map<String, ApiKey> byName(List<ApiKey> keys) {
        Map<String, ApiKey> named = new TreeMap<>();
        keys.forEach(key -> named.put(key.name(), key));
        return named;
    }

    private static String shown(ApiKey key) {
        return key == null ? null : key.scopes() + (key.expires() == null ? "" : " until " + key.expires());
    }
}
