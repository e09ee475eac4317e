package io.mehari.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which variables of the gateway's environment a child process gets: those that programs and launchers such as npx, uvx
 * and docker need to be found, to find their caches and to reach the network, and those that were asked for. The
 * gateway's own settings, among them its keys, are never passed. Names are compared without regard to case. Immutable.
 *
 * @param all whether everything is passed but the gateway's own settings
 * @param names further variables that are passed; one that ends in {@code *} stands for all that begin so
 * @param withheld variables that are not passed, whatever else is said
 */
public record InheritedVariables(boolean all, List<String> names, Set<String> withheld) {
    /** What holds where nothing is configured. */
    public static final InheritedVariables USUAL = new InheritedVariables(false, List.of());

    private static final Set<String> NEEDED = words("""
            PATH HOME USER LOGNAME SHELL TERM TZ LANG LANGUAGE TMPDIR TMP TEMP
            HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY FTP_PROXY
            SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PIP_CERT
            LD_LIBRARY_PATH DYLD_LIBRARY_PATH DISPLAY WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS
            NVM_DIR NVM_BIN FNM_DIR FNM_MULTISHELL_PATH VOLTA_HOME PNPM_HOME BUN_INSTALL DENO_DIR COREPACK_HOME NODE_PATH
            NPM_CONFIG_CACHE NPM_CONFIG_PREFIX NPM_CONFIG_REGISTRY NPM_CONFIG_USERCONFIG NPM_CONFIG_GLOBALCONFIG
            NPM_CONFIG_CAFILE NPM_CONFIG_OFFLINE NPM_CONFIG_PREFER_OFFLINE NPM_CONFIG_PROXY NPM_CONFIG_HTTPS_PROXY
            NPM_CONFIG_NOPROXY
            UV_CACHE_DIR UV_TOOL_DIR UV_TOOL_BIN_DIR UV_PYTHON UV_PYTHON_INSTALL_DIR UV_PYTHON_PREFERENCE UV_CONFIG_FILE
            UV_DEFAULT_INDEX UV_INDEX_URL UV_OFFLINE UV_NATIVE_TLS UV_LINK_MODE
            PIP_INDEX_URL PIP_CONFIG_FILE PIP_CACHE_DIR PIPX_HOME PIPX_BIN_DIR VIRTUAL_ENV CONDA_PREFIX PYENV_ROOT
            PYENV_VERSION ASDF_DIR ASDF_DATA_DIR MISE_DATA_DIR JAVA_HOME GOPATH GOROOT GOBIN GOPROXY CARGO_HOME
            RUSTUP_HOME DOTNET_ROOT DOCKER_HOST DOCKER_CONFIG DOCKER_CONTEXT DOCKER_CERT_PATH DOCKER_TLS_VERIFY
            SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT OS USERNAME USERPROFILE HOMEDRIVE HOMEPATH APPDATA
            LOCALAPPDATA PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) COMMONPROGRAMFILES NUMBER_OF_PROCESSORS
            PROCESSOR_ARCHITECTURE""");

    /** Beginnings of names that are passed. */
    private static final Set<String> NEEDED_BEGINNINGS = Set.of("LC_", "XDG_");

    public InheritedVariables {
        names = List.copyOf(names);
        withheld = withheld.stream().map(InheritedVariables::upper).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Variables of which none is withheld.
     *
     * @param all whether everything is passed but the gateway's own settings
     * @param names further variables that are passed
     */
    public InheritedVariables(boolean all, List<String> names) {
        this(all, names, Set.of());
    }

    /**
     * The same without some.
     *
     * @param variables that are not passed
     * @return a copy
     */
    public InheritedVariables without(Set<String> variables) {
        return new InheritedVariables(all, names, variables);
    }

    /**
     * Whether a variable holds a setting of the gateway's own.
     *
     * @param name of the variable
     * @return true for those that are never passed
     */
    public static boolean isOwn(String name) {
        return upper(name).matches("(MEHARI|MCPO)([_.-].*)?|SPRING_APPLICATION_JSON");
    }

    /**
     * The variables that a child process gets.
     *
     * @param environment of the gateway
     * @return a part of it
     */
    public Map<String, String> of(Map<String, String> environment) {
        Predicate<String> passed = all ? name -> true : this::isPassed;
        return environment.entrySet().stream()
                .filter(variable -> passed.test(variable.getKey()) && !isOwn(variable.getKey()))
                .filter(variable -> !withheld.contains(upper(variable.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean isPassed(String variable) {
        String name = upper(variable);
        return NEEDED.contains(name)
                || NEEDED_BEGINNINGS.stream().anyMatch(name::startsWith)
                || names.stream().anyMatch(wanted -> isMeant(upper(wanted), name));
    }

    private static boolean isMeant(String wanted, String name) {
        return wanted.endsWith("*") ? name.startsWith(wanted.substring(0, wanted.length() - 1)) : name.equals(wanted);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }
}
