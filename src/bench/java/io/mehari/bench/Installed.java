package io.mehari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of others to compare with, installed once below {@code target}. */
final class Installed {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final long LIMIT_MINUTES = 5;

    private Installed() {}

    /**
     * A program from PyPI.
     *
     * @param folder to install into; its name has the version
     * @param packages with their versions
     * @return empty where there is no Python that is new enough, or no packages
     */
    static Optional<Path> fromPyPi(String folder, List<String> packages, String program)
            throws IOException, InterruptedException {
        Path home = TARGET.resolve(folder);
        Path file = home.resolve("bin").resolve(program);
        Optional<Path> python = SearchPath.find("python3");
        if (Files.isExecutable(file) || python.isEmpty()) {
            return Optional.of(file).filter(Files::isExecutable);
        }
        Lab.say("Installing %s", folder);
        List<String> install = new ArrayList<>(
                List.of(home.resolve("bin/pip").toString(), "install", "--quiet", "--disable-pip-version-check"));
        install.addAll(packages);
        boolean there = run(List.of(python.get().toString(), "-m", "venv", home.toString())) && run(install);
        return Optional.of(file).filter(installed -> there && Files.isExecutable(installed));
    }

    /**
     * The script of a program from npm.
     *
     * @param name of the package
     * @param version of it
     * @param script its path in the package
     * @return empty where there is no npm, or no package
     */
    static Optional<Path> fromNpm(String name, String version, String script) throws IOException, InterruptedException {
        Path home = TARGET.resolve(name + "-" + version);
        Path file = home.resolve("node_modules").resolve(name).resolve(script);
        Optional<Path> npm = SearchPath.find("npm");
        if (Files.isRegularFile(file) || npm.isEmpty()) {
            return Optional.of(file).filter(Files::isRegularFile);
        }
        Lab.say("Installing %s %s", name, version);
        boolean there = run(List.of(
                npm.get().toString(),
                "install",
                "--prefix",
                home.toString(),
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                name + "@" + version));
        return Optional.of(file).filter(installed -> there && Files.isRegularFile(installed));
    }

    /** Whether it ends well; what it writes is for whoever runs the bench. */
    private static boolean run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        return ended && process.exitValue() == 0;
    }
}
