/** Routes and servers of a gateway that runs, from the command line: {@code mehari routes}, {@code mehari servers}. */
package io.mehari.cli.control;
