// What electron-builder is told. Paths are relative to the project.

/** The page of releases, an https address, and who answers for them, "Name <mail>": theirs to say who packages. */
const { ENGRAM_HOMEPAGE: homepage, ENGRAM_MAINTAINER: maintainer } = process.env;

/** A Debian package must name both. */
export const signed = Boolean(homepage && maintainer);

/**
 * Switches burnt into Electron's binary: it runs this application and nothing else.
 * @type {Readonly<Record<string, boolean>>}
 */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false
};

export const configuration = {
  appId: 'engram.desktop',
  productName: 'Engram',
  directories: { output: 'out/package', buildResources: 'out/icons' },
  // The build bundles what it needs: no module is packed, and not the command line.
  files: ['out/main/**', 'out/preload/**', 'out/renderer/**', '!node_modules/**'],
  asar: true,
  npmRebuild: false,
  // Nothing is published, and no feed for updates is written.
  publish: null,
  electronFuses: fuses,
  // Joins the packed package.json, where the shell finds the page of releases.
  ...(signed ? { extraMetadata: { homepage, author: maintainer } } : {}),
  fileAssociations: [
    {
      ext: 'engram',
      name: 'Engram experiment',
      description: 'An experiment of Engram: settings, seed and timed edits',
      mimeType: 'application/x-engram',
      role: 'Editor'
    }
  ],
  linux: {
    target: ['AppImage', 'deb'],
    executableName: 'engram',
    category: 'Science',
    synopsis: 'Simulator of online learning in the brain',
    icon: 'out/icons/png',
    ...(signed ? { maintainer } : {})
  },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.education',
    icon: 'out/icons/icon.icns',
    hardenedRuntime: true,
    entitlements: 'packaging/entitlements.mac.plist',
    entitlementsInherit: 'packaging/entitlements.mac.plist',
    extendInfo: {
      NSCameraUsageDescription: 'Learns from what the camera sees, where you ask for it.',
      NSMicrophoneUsageDescription: 'Learns from what the microphone hears, where you ask for it.'
    }
  },
  win: { target: ['nsis'], icon: 'out/icons/icon.ico' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true }
};
