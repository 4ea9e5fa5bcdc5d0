/** Made by the build (`hostIcons` of its Vite config): adds the icons that Headlamp's pages name. */
declare module 'virtual:mdi';
