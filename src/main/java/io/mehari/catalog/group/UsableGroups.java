package io.mehari.catalog.group;

import io.mehari.catalog.group.GroupSettings.Group;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Requires groups with names that can stand in paths, none like another, that say which tools are in them. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = UsableGroups.Check.class)
public @interface UsableGroups {
    /** Not shown: each problem has a text of its own. */
    String message() default "";

    /** Required by Bean Validation; not used. */
    Class<?>[] groups() default {};

    /** Required by Bean Validation; not used. */
    Class<? extends Payload>[] payload() default {};

    /** Reports everything that is wrong with the groups. Stateless. */
    final class Check implements ConstraintValidator<UsableGroups, Map<String, Group>> {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,47}");
        private static final int MOST_GROUPS = 100;
        private static final int MOST_ENTRIES = 1_000;

        @Override
        public boolean isValid(Map<String, Group> groups, ConstraintValidatorContext context) {
            List<String> problems = problems(groups);
            context.disableDefaultConstraintViolation();
            problems.forEach(problem -> context.buildConstraintViolationWithTemplate(escaped(problem))
                    .addConstraintViolation());
            return problems.isEmpty();
        }

        /** What stands in braces, or after a dollar, is an expression to Bean Validation. */
        private static String escaped(String text) {
            return text.replaceAll("[{}$\\\\]", "\\\\$0");
        }

        /**
         * What is wrong.
         *
         * @param groups by name
         * @return a text for each problem, with cause and remedy
         */
        static List<String> problems(Map<String, Group> groups) {
            List<String> problems = new ArrayList<>();
            if (groups.size() > MOST_GROUPS) {
                problems.add("there are " + groups.size() + " groups, more than " + MOST_GROUPS + ": leave some out");
            }
            Map<String, String> seen = new TreeMap<>();
            new TreeMap<>(groups).forEach((name, group) -> {
                if (!NAME.matcher(name).matches()) {
                    problems.add(
                            "group \"" + name + "\": the name is a part of a path, so use up to 48 of A-Z a-z 0-9 _ -"
                                    + " beginning with a letter or digit");
                }
                String other = seen.putIfAbsent(alike(name), name);
                if (other != null) {
                    problems.add("groups \"" + other + "\" and \"" + name + "\" would have one path, and one place in"
                            + " variables: give one of them a name that differs in letters or digits");
                }
                problemsOf(name, group, problems);
            });
            return problems;
        }

        private static void problemsOf(String name, Group group, List<String> problems) {
            String begin = "group \"" + name + "\": ";
            if (!group.saysSomething()) {
                problems.add(
                        begin + "it says nothing of its tools: give it servers, tools or annotations; for all tools"
                                + " write tools: [\"*/*\"]");
            }
            if (group.servers().size() + group.tools().size() + group.except().size() > MOST_ENTRIES) {
                problems.add(begin + "it has more than " + MOST_ENTRIES + " entries: use patterns with *");
            }
            group.servers().stream()
                    .filter(server -> server.isBlank() || server.indexOf('*') >= 0)
                    .forEach(server -> problems.add(
                            begin + "\"" + server + "\" is no name of a server: name each, or use a pattern such as "
                                    + "files-*/* in tools"));
            group.tools()
                    .forEach(text -> GroupPattern.problem(text).ifPresent(problem -> problems.add(begin + problem)));
            group.except()
                    .forEach(text -> GroupPattern.problem(text).ifPresent(problem -> problems.add(begin + problem)));
        }

        /** Names that people, proxies and variables do not tell apart are alike. */
        private static String alike(String name) {
            return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
        }
    }
}
