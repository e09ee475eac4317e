package io.mehari.catalog.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.catalog.group.GroupSettings.Hints;
import io.mehari.support.Tools;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolGroupTest {
    private final ToolCatalog catalog = new ToolCatalog();
    private final ServerAliases aliases = new ServerAliases();

    ToolGroupTest() {
        list("files", Tools.definition("read_file"), Tools.definition("read_all"), Tools.definition("write_file"));
        list("git", readOnly("log"), Tools.definition("commit"), Tools.definition("a/b"));
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true", "*, a/b, true", "read_*, read_file, true", "read_*, write_file, false", "a*b*c, axxbyyc, true",
        "a*b*c, axxbyy, false", "*_file, read_file, true", "**, x, true", "abc, abc, true", "abc, abcd, false",
        "A*, a, false", "a*a, a, false",
    })
    void starsStandForAnyText(String pattern, String name, boolean matches) {
        assertThat(GroupPattern.isLike(pattern, name)).isEqualTo(matches);
    }

    @Test
    void manyStarsTakeBoundedTime() {
        assertThat(GroupPattern.isLike("a*".repeat(120) + "b", "a".repeat(1_000)))
                .isFalse();
    }

    @Test
    void holdsTheToolsOfServersAndOfPatternsWithoutTheExceptions() {
        assertThat(ids(group(List.of("git"), List.of("files/read_*"), List.of("*/commit"), Hints.NONE)))
                .containsExactly("files/read_file", "files/read_all", "git/log", "git/a/b");
        assertThat(ids(group(List.of(), List.of("git/a/*"), List.of(), Hints.NONE)))
                .containsExactly("git/a/b");
    }

    @Test
    void hintsThatAreAbsentCountAsTheProtocolSays() {
        assertThat(ids(group(List.of(), List.of(), List.of(), new Hints(true, null, null, null))))
                .containsExactly("git/log");
        assertThat(ids(group(List.of("git"), List.of(), List.of(), new Hints(false, true, false, true))))
                .containsExactly("git/commit", "git/a/b");
    }

    @Test
    void followsTheCatalogueAtOnce() {
        ToolGroup group = group(List.of(), List.of("files/*"), List.of(), Hints.NONE);
        assertThat(group.contains("files", "read_file")).isTrue();
        list("files", Tools.definition("new"));
        assertThat(ids(group)).containsExactly("files/new");
        assertThat(group.tools()).isSameAs(group.tools());
        catalog.remove("files");
        assertThat(ids(group)).isEmpty();
    }

    @Test
    void letsCallsOfServersThatAreJoiningPassAndNoOthers() {
        catalog.announce("late");
        ToolGroup group = group(List.of("late"), List.of("files/read_*"), List.of("late/drop"), Hints.NONE);
        assertThat(group.contains("late", "anything")).isTrue();
        assertThat(group.contains("late", "drop")).isFalse();
        assertThat(group.contains("files", "write_file")).isFalse();
        assertThat(group.contains("git", "log")).isFalse();
    }

    @Test
    void takesNamesOfServersAsTheirFileHasThem() {
        aliases.apply(Map.of("My Files", "files"));
        assertThat(ids(group(List.of("My Files"), List.of(), List.of("My Files/read_*"), Hints.NONE)))
                .containsExactly("files/write_file");
    }

    @Test
    void namesEverythingThatIsWrongWithGroups() {
        Map<String, Group> groups = new TreeMap<>();
        Group good = settings(List.of("files"), List.of(), List.of(), Hints.NONE);
        groups.put("good", good);
        groups.put("my-ops", good);
        groups.put("My_Ops", good);
        groups.put("no segment", good);
        groups.put("empty", settings(List.of(), List.of(), List.of("*/*"), Hints.NONE));
        groups.put("bad", settings(List.of("f*"), List.of("files", "files/", "/x"), List.of("no"), Hints.NONE));

        assertThat(UsableGroups.Check.problems(groups))
                .hasSize(8)
                .anyMatch(problem -> problem.contains("\"My_Ops\" and \"my-ops\" would have one path"))
                .anyMatch(problem -> problem.contains("group \"no segment\": the name is a part of a path"))
                .anyMatch(problem -> problem.contains("group \"empty\": it says nothing of its tools"))
                .anyMatch(problem -> problem.contains("\"f*\" is no name of a server"))
                .anyMatch(problem -> problem.contains("\"files/\" is no pattern: write server/tool"))
                .noneMatch(problem -> problem.contains("\"good\""));
    }

    @Test
    void remarksOnWhatIsNotThere() {
        GroupSettings settings = new GroupSettings(Map.of(
                "a", settings(List.of("filez"), List.of("gti/log", "*/x"), List.of(), Hints.NONE),
                "b", settings(List.of(), List.of("git/comit"), List.of(), Hints.NONE)));

        assertThat(GroupRemarks.ofServers(settings, catalog.servers()))
                .containsExactly(
                        "Group a: there is no server named \"filez\"; did you mean files?",
                        "Group a: there is no server named \"gti\"; did you mean git?");
        ToolGroups groups = new ToolGroups(settings, catalog, aliases);
        assertThat(GroupRemarks.ofTools(groups, catalog))
                .containsExactly(
                        "Group a is empty: of 6 tools none matches it",
                        "Group b: server git has no tool named \"comit\"; did you mean commit?",
                        "Group b is empty: of 6 tools none matches it");
        catalog.announce("late");
        assertThat(GroupRemarks.ofTools(groups, catalog)).noneMatch(remark -> remark.contains("is empty"));
    }

    private void list(String server, ObjectNode... tools) {
        catalog.replace(ToolSource.of(Tools.settings(server)), Arrays.asList(tools));
    }

    private ToolGroup group(List<String> servers, List<String> tools, List<String> except, Hints hints) {
        return new ToolGroup("g", settings(servers, tools, except, hints), catalog, aliases);
    }

    private static Group settings(List<String> servers, List<String> tools, List<String> except, Hints hints) {
        return new Group("", servers, tools, except, hints);
    }

    private static ObjectNode readOnly(String name) {
        ObjectNode definition = Tools.definition(name);
        definition.putObject("annotations").put("readOnlyHint", true);
        return definition;
    }

    private static List<String> ids(ToolGroup group) {
        return group.tools().stream().map(Tool::id).toList();
    }
}
