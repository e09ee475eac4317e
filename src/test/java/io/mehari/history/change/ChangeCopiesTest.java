package io.mehari.history.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.history.Author;
import io.mehari.history.Effective;
import io.mehari.history.FileSet;
import io.mehari.history.Remarks;
import io.mehari.history.VersionStore;
import io.mehari.support.Databases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Changes of files, copied behind the files that keep them. */
class ChangeCopiesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @TempDir
    Path directory;

    private final AtomicBoolean down = new AtomicBoolean();
    private HikariDataSource database;
    private JdbcTemplate jdbc;

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhoChangedWhatAndWhatCameOfIt(Databases kind) throws IOException {
        open(kind);
        VersionStore store = new VersionStore(directory.resolve("one"), 20);
        try (ChangeCopies copies = copies(store, () -> NOON)) {
            store.whenKept(copies::copy);
            keep(store, Author.START, List.of(), Map.of("routes/a.yaml", "1", "config/b.yaml", "2"));
            keep(
                    store,
                    new Author("api", "ada", "why"),
                    List.of(),
                    Map.of("routes/a.yaml", "1\0", "config/c.yaml", "3"));
            keep(store, Author.FILE, List.of("routes/a.yaml:1: wrong"), Map.of("config/c.yaml", "3"));
            await().atMost(LIMIT).until(() -> count() == 3);
        }
        assertThat(
                        rows(
                                "select author_kind, author_name, author_comment, case when accepted then 'taken' else 'refused' end, problems from configuration_changes order by number"))
                .containsExactly(
                        "[start, , , taken, ]",
                        "[api, ada, why, taken, ]",
                        "[file, , , refused, routes/a.yaml:1: wrong]");
        assertThat(rows("select number, change, name, content from configuration_files order by number, name"))
                .containsExactly(
                        "[1, added, config/b.yaml, 2]",
                        "[1, added, routes/a.yaml, 1]",
                        "[2, removed, config/b.yaml, null]",
                        "[2, added, config/c.yaml, 3]",
                        "[2, changed, routes/a.yaml, 1\uFFFD]",
                        "[3, removed, routes/a.yaml, null]");
    }

    @ParameterizedTest
    @EnumSource
    void hidesSecrets(Databases kind) throws IOException {
        open(kind);
        VersionStore store = new VersionStore(directory.resolve("one"), 20);
        String servers = "{\"mcpServers\":{\"shop\":{\"command\":\"x\",\"env\":{\"KEY\":\"geheim\"}}}}";
        keep(store, new Author("api", "ada", "password=geheim"), List.of(), Map.of("config/mcp-servers.json", servers));
        try (ChangeCopies copies = copies(store, () -> NOON)) {
            copies.copy();
        }
        assertThat(rows("select content from configuration_files")).hasSize(1).allMatch(text -> text.contains("shop"));
        assertThat(rows("select content from configuration_files").toString()
                        + rows("select author_comment from configuration_changes"))
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @EnumSource
    void whatCouldNotBeCopiedIsCopiedLaterAndNothingTwice(Databases kind) throws IOException {
        open(kind);
        VersionStore store = new VersionStore(directory.resolve("one"), 20);
        VersionStore other = new VersionStore(directory.resolve("two"), 20);
        keep(store, Author.START, List.of(), Map.of("a", "1"));
        down.set(true);
        try (ChangeCopies copies = copies(store, () -> NOON)) {
            copies.copy();
        }
        assertThat(count()).isZero();
        down.set(false);
        keep(store, Author.FILE, List.of(), Map.of("a", "2"));
        keep(other, Author.START, List.of(), Map.of("a", "1"));
        for (VersionStore each : List.of(store, other, store)) {
            try (ChangeCopies copies = copies(each, () -> NOON)) {
                copies.copy();
                copies.copy();
            }
        }
        assertThat(count()).isEqualTo(3);
        assertThat(rows("select distinct gateway from configuration_changes")).hasSize(2);
        assertThat(new VersionStore(directory.resolve("one"), 20).identity()).isEqualTo(store.identity());
    }

    @ParameterizedTest
    @EnumSource
    void copiesGoAfterAYear(Databases kind) throws IOException {
        open(kind);
        VersionStore store = new VersionStore(directory.resolve("one"), 20);
        keep(store, Author.START, List.of(), Map.of("a", "1"));
        try (ChangeCopies copies = copies(store, () -> NOON)) {
            copies.copy();
        }
        assertThat(count()).isEqualTo(1);
        try (ChangeCopies copies =
                copies(store, () -> NOON.plus(ChangeCopies.KEPT).plusSeconds(1))) {
            copies.copy();
        }
        assertThat(count()).isZero();
        assertThat(rows("select name from configuration_files")).isEmpty();
    }

    private void open(Databases kind) {
        database = kind.opened(directory.resolve("database"));
        jdbc = new JdbcTemplate(database);
    }

    private ChangeCopies copies(VersionStore store, InstantSource now) {
        return new ChangeCopies(store, new ChangeTable(failing(database)), "host", now.withZone(ZoneOffset.UTC));
    }

    private DataSource failing(DataSource real) {
        return new DelegatingDataSource(real) {
            @Override
            public Connection getConnection() throws SQLException {
                if (down.get()) {
                    throw new SQLException("down for the test", "08001");
                }
                return super.getConnection();
            }
        };
    }

    private static void keep(VersionStore store, Author author, List<String> problems, Map<String, String> files)
            throws IOException {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        files.forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
        store.keep(
                new FileSet(contents),
                problems.isEmpty(),
                new Remarks(NOON, author, problems, new Effective(1, "x", "x"), "/home"));
    }

    private long count() {
        return jdbc.queryForObject("select count(*) from configuration_changes", Long.class);
    }

    private List<String> rows(String question) {
        return jdbc.query(question, (row, number) -> {
            StringBuilder text = new StringBuilder("[");
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                text.append(i == 1 ? "" : ", ").append(row.getString(i));
            }
            return text.append(']').toString();
        });
    }
}
