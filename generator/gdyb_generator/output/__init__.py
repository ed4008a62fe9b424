"""What comes to the disk: the files of a package with their manifest, and the pages of the site."""
