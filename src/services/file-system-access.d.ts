/** What browsers that let a page keep a folder offer beyond the standard library's types; absent in the others. */
interface Window {
  showDirectoryPicker?(options?: {
    id?: string;
    mode?: 'read' | 'readwrite';
  }): Promise<FileSystemDirectoryHandle>;
  readonly launchQueue?: {
    setConsumer(consumer: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void): void;
  };
}

interface DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

interface FileSystemHandle {
  queryPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>;
}
