/** {@code mehari diff}, {@code apply} and {@code rollback}: files of a folder beside those of a gateway that runs. */
package io.mehari.cli.files;
