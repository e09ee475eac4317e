package io.mehari.configuration.settings;

import io.mehari.text.NearestKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names that settings have in the environment: {@code mehari.data.max-body} is {@code MEHARI_DATA_MAXBODY}, and
 * {@code MEHARI_DATA_MAX_BODY}, too.
 */
final class SettingsVariables {
    private static final String PREFIX = "MEHARI_";

    /** Given to every process that a gateway starts, which may be a gateway. */
    private static final String MARK = "MEHARI_PROCESS";

    /** What Kubernetes sets for services whose names begin with {@code mehari}. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("MEHARI_(?:.+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_.+)?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private final Set<String> names = new TreeSet<>(EnvironmentNames.own());
    private final List<Pattern> patterns = new ArrayList<>();

    /**
     * @param settings names of all settings, with {@code []} for an index
     */
    SettingsVariables(List<String> settings) {
        for (String setting : settings) {
            add(setting.replace("-", ""));
            add(setting.replace('-', '_'));
        }
    }

    private void add(String setting) {
        String variable = setting.toUpperCase(Locale.ROOT).replace('.', '_');
        names.add(variable.replace("[]", "_0"));
        patterns.add(Pattern.compile(variable.replace("[]", "_\\d+")));
    }

    /** Names each variable that looks like one of the gateway's and is none. */
    List<SettingsProblem> check(Map<String, ?> variables) {
        return variables.entrySet().stream()
                .filter(variable -> variable.getKey().toUpperCase(Locale.ROOT).startsWith(PREFIX))
                .filter(variable -> !isKnown(variable.getKey().toUpperCase(Locale.ROOT), variable.getValue()))
                .map(variable ->
                        SettingsProblem.ofVariable(variable.getKey(), "unknown name" + help(variable.getKey())))
                .toList();
    }

    private boolean isKnown(String name, Object value) {
        return MARK.equals(name)
                || names.contains(name)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches())
                || SERVICE_LINK.matcher(name).matches()
                || SERVICE_ADDRESS.matcher(value.toString()).matches();
    }

    private String help(String name) {
        List<String> endings =
                names.stream().map(known -> known.substring(PREFIX.length())).toList();
        String ending = name.substring(PREFIX.length()).toUpperCase(Locale.ROOT);
        return NearestKey.of(ending, endings)
                .or(() -> endings.stream()
                        .filter(known -> known.endsWith("_" + ending))
                        .findFirst())
                .map(nearest -> "; did you mean " + PREFIX + nearest + "?")
                .orElse("; docs/guides/configuration.md lists all names");
    }
}
