package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large classes, packages and methods are. A class is a file of {@code src/main/java} other than
 * {@code package-info.java}, measured in all of its lines, comments and blank ones included; a method is measured from its
 * first annotation or modifier to its last brace, without its Javadoc.
 */
class SourceSizesTest {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSizesTest.class);
    private static final Path MAIN = Path.of("src/main/java");
    private static final int MEDIAN_LINES = 70;
    private static final int MOST_LINES = 400;
    private static final int SMALL_LINES = 35;
    private static final double MOST_SMALL = 0.20;
    private static final int MOST_CLASSES = 35;
    private static final int MOST_LINES_OF_A_METHOD = 40;

    /** One file; whether its first type is a record. */
    private record Source(Path file, int lines, boolean isRecord) {}

    private static final List<Source> SOURCES = new ArrayList<>();
    private static final Map<String, Integer> METHODS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> walk = Files.walk(MAIN);
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> java = walk.filter(
                            file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                add(unit, positions);
            }
        }
    }

    private static void add(CompilationUnitTree unit, SourcePositions positions) {
        Path file = Path.of(unit.getSourceFile().getName());
        boolean isRecord = unit.getTypeDecls().get(0).getKind() == Tree.Kind.RECORD;
        SOURCES.add(new Source(MAIN.relativize(file), linesOf(file), isRecord));
        LineMap lines = unit.getLineMap();
        new TreeScanner<Void, String>() {
            @Override
            public Void visitClass(ClassTree type, String outer) {
                return super.visitClass(type, outer + '.' + type.getSimpleName());
            }

            @Override
            public Void visitMethod(MethodTree method, String type) {
                long start = positions.getStartPosition(unit, method);
                long end = positions.getEndPosition(unit, method);
                if (start >= 0 && end > start) {
                    int length = (int) (lines.getLineNumber(end) - lines.getLineNumber(start) + 1);
                    METHODS.merge(type + '.' + method.getName(), length, Math::max);
                }
                return super.visitMethod(method, type);
            }
        }.scan(unit, unit.getPackageName().toString());
    }

    @Test
    void theMedianClassIsShort() {
        List<Integer> lines = SOURCES.stream().map(Source::lines).sorted().toList();
        double median = (lines.get((lines.size() - 1) / 2) + lines.get(lines.size() / 2)) / 2.0;
        long over = lines.stream().filter(length -> length > MEDIAN_LINES).count();
        print("median class: " + median + " lines; " + over + " of " + lines.size() + " classes have more than "
                + MEDIAN_LINES);

        assertThat(lines).hasSizeGreaterThan(1000);
        assertThat(median).isLessThanOrEqualTo(MEDIAN_LINES);
    }

    @Test
    void noClassIsLong() {
        assertThat(SOURCES)
                .filteredOn(source -> source.lines() > MOST_LINES)
                .as("classes of more than %d lines", MOST_LINES)
                .isEmpty();
    }

    /** Records are not counted: a value may be as small as it is. */
    @Test
    void fewClassesAreFragments() {
        List<Source> counted =
                SOURCES.stream().filter(source -> !source.isRecord()).toList();
        long small =
                counted.stream().filter(source -> source.lines() <= SMALL_LINES).count();
        print("files of " + SMALL_LINES + " lines and less: " + small + " of " + counted.size());

        assertThat((double) small / counted.size()).isLessThan(MOST_SMALL);
    }

    @Test
    void noPackageIsCrowded() {
        Map<Path, Long> classes = SOURCES.stream()
                .collect(Collectors.groupingBy(source -> source.file().getParent(), Collectors.counting()));
        print("classes of the largest package: "
                + classes.values().stream().max(Long::compare).orElseThrow());
        classes.values().removeIf(count -> count <= MOST_CLASSES);

        assertThat(classes).as("packages of more than %d classes", MOST_CLASSES).isEmpty();
    }

    @Test
    void noMethodIsLong() {
        print("longest method: "
                + METHODS.values().stream().max(Integer::compare).orElseThrow() + " lines");
        assertThat(METHODS).hasSizeGreaterThan(5000);
        METHODS.values().removeIf(length -> length <= MOST_LINES_OF_A_METHOD);

        assertThat(METHODS)
                .as("methods of more than %d lines", MOST_LINES_OF_A_METHOD)
                .isEmpty();
    }

    private static int linesOf(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return (int) lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The figures are for those who read the log of a build. */
    private static void print(String figure) {
        LOG.info(figure);
    }
}
