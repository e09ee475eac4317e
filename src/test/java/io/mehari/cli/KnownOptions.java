package io.mehari.cli;

import io.mehari.text.NearestNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The options of the command line, for tests of documents that name them. */
public final class KnownOptions {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z][\\w.-]*");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\w+=\\S+ )*(?:\\S*/)?mehari( .*)?$");

    private static final Pattern NESTED = Pattern.compile("(?:key|demo|dead-letters) ");

    private static final Map<String, Set<String>> KNOWN = new ConcurrentHashMap<>();

    private KnownOptions() {}

    /** Options of {@code mehari} in these commands that it does not have. */
    public static List<String> unknownIn(String commands) {
        List<String> unknown = new ArrayList<>();
        Matcher command = COMMAND.matcher(commands.replace("\\\n", " "));
        while (command.find()) {
            String arguments =
                    command.group(1) == null ? "" : command.group(1).replaceFirst(" -- .*| [|>&].*| # .*", "");
            Set<String> known = KNOWN.computeIfAbsent(command(arguments), KnownOptions::known);
            Matcher option = OPTION.matcher(arguments.replaceAll("'[^']*'|\"[^\"]*\"", ""));
            while (option.find()) {
                String name = option.group();
                if (!known.contains(name) && !name.contains(".")) {
                    unknown.add(name + "; nearest " + NearestNames.of(name, List.copyOf(known)));
                }
            }
        }
        return unknown;
    }

    /** The words before the options: none, or such as {@code key create}. */
    private static String command(String arguments) {
        Matcher words =
                Pattern.compile("[a-z](?:[a-z-]*[a-z])?(?: [a-z]+)*(?= |$)").matcher(arguments.strip());
        return words.lookingAt() ? words.group() : "";
    }

    private static Set<String> known(String command) {
        List<String> help = new ArrayList<>();
        Stream.of(command.split(" "))
                .filter(word -> !word.isEmpty())
                .limit(NESTED.matcher(command).lookingAt() ? 2 : 1)
                .forEach(help::add);
        help.add("--help");
        StringWriter out = new StringWriter();
        new CommandLineInterface(Map.of("NO_COLOR", "1"))
                .execute(new PrintWriter(out), new PrintWriter(out), help.toArray(String[]::new));
        Set<String> known = new TreeSet<>();
        Matcher option = OPTION.matcher(out.toString());
        while (option.find()) {
            known.add(option.group());
        }
        return known;
    }
}
