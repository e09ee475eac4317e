package io.mehari.cli;

import java.util.List;
import java.util.Set;

/** What a server is called that a command line describes without naming it. */
final class SingleServerName {
    /** Programs that run another: the name is in their arguments. */
    private static final Set<String> RUNNERS = Set.of(
            "npx", "bunx", "pnpx", "uvx", "uv", "pipx", "node", "bun", "deno", "python", "python3", "java", "docker",
            "podman", "sh", "bash", "cmd", "env", "run", "exec", "dlx", "tool", "-c");

    private SingleServerName() {}

    /** {@code uvx mcp-server-time} is called {@code time}, {@code https://tools.example.com/mcp} {@code tools}. */
    static String of(List<String> words) {
        String word = words.stream()
                .filter(candidate -> !candidate.startsWith("-") && !RUNNERS.contains(lastPart(candidate)))
                .findFirst()
                .orElse("server");
        return word.contains("://") ? host(word) : plain(word);
    }

    private static String host(String address) {
        String host = address.replaceFirst("^[a-z]+://", "").replaceFirst("[:/?#].*$", "");
        return host.matches("[0-9.]+") || !host.contains(".") ? "server" : host.substring(0, host.indexOf('.'));
    }

    private static String plain(String word) {
        String name = lastPart(word)
                .replaceAll("(?<=.)@.*$", "")
                .replaceAll("\\.(js|mjs|cjs|ts|py|jar|sh|exe|cmd)$", "")
                .replaceAll(":.*$", "");
        String bare =
                name.replaceAll("^(mcp-)?server[-_]|^mcp[-_]", "").replaceAll("[-_](mcp[-_]server|mcp|server)$", "");
        return bare.isEmpty() ? name : bare;
    }

    private static String lastPart(String path) {
        return path.contains("://")
                ? path
                : path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
