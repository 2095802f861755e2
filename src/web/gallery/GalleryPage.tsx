export default function GalleryPage() {
  return <div>kit</div>;
}
