package io.mehari.download;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a repository has of some coordinates.
 *
 * @param jars the files, the one that was asked for and those it needs, without what the gateway has
 * @param others version that was asked for by the name of the artifact, where the gateway's own is another
 */
record Resolution(List<Path> jars, Map<String, String> others) {}
