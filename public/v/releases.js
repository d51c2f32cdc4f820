daxlabReleases({"v":1,"releases":[{"n":1,"hash":"25fb5df23492bf6d6117be1d315bacc6ea2701c6a46232fe416c75a3ed1fbffe","protocol":null}]});
