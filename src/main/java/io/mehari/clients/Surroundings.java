package io.mehari.clients;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What decides where programs keep their configuration.
 *
 * @param system the operating system
 * @param home folder of the user
 * @param folder the working folder, absolute
 * @param environment variables of the process
 */
public record Surroundings(System system, Path home, Path folder, Map<String, String> environment) {
    /** Families of operating systems, as far as folders go. */
    public enum System {
        /** Linux and everything like it. */
        LINUX,
        /** macOS. */
        MACOS,
        /** Windows. */
        WINDOWS
    }

    /**
     * Those of this process.
     *
     * @param environment variables of the process
     * @return never null
     */
    public static Surroundings here(Map<String, String> environment) {
        String name = java.lang.System.getProperty("os.name").toLowerCase(Locale.ROOT);
        System system =
                name.startsWith("windows") ? System.WINDOWS : name.startsWith("mac") ? System.MACOS : System.LINUX;
        String home = system == System.LINUX && environment.containsKey("HOME")
                ? environment.get("HOME")
                : java.lang.System.getProperty("user.home");
        return new Surroundings(system, Path.of(home), Path.of("").toAbsolutePath(), environment);
    }

    /** The folder below which programs of this system keep what their user has configured. */
    Path configuration() {
        return switch (system) {
            case MACOS -> home.resolve("Library").resolve("Application Support");
            case WINDOWS ->
                environment.containsKey("APPDATA")
                        ? Path.of(environment.get("APPDATA"))
                        : home.resolve("AppData").resolve("Roaming");
            case LINUX ->
                environment.getOrDefault("XDG_CONFIG_HOME", "").isBlank()
                        ? home.resolve(".config")
                        : Path.of(environment.get("XDG_CONFIG_HOME"));
        };
    }
}
