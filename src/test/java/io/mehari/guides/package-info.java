/** What the guides show is what happens: their commands run, their outputs are compared, their files are checked. */
package io.mehari.guides;
