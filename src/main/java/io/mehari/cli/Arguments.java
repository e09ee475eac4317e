package io.mehari.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The parts of a command line.
 *
 * @param own options and sub-commands of Mehari
 * @param settings settings of the gateway, such as {@code --mehari.data.port=9000}, which Spring Boot reads itself
 * @param command what stands after {@code --}: the command or address of a single server
 */
record Arguments(List<String> own, List<String> settings, List<String> command) {
    private static final Pattern SETTING =
            Pattern.compile("--[A-Za-z][\\w-]*(\\.[\\w\\[\\]-]+)+(=.*)?", Pattern.DOTALL);

    static Arguments of(String... arguments) {
        List<String> own = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if ("--".equals(arguments[i])) {
                return new Arguments(own, settings, List.of(arguments).subList(i + 1, arguments.length));
            }
            (SETTING.matcher(arguments[i]).matches() ? settings : own).add(arguments[i]);
        }
        return new Arguments(own, settings, List.of());
    }
}
