<?php
// The driver of the PHP client: `php wire.php`, in the folder of the generated package.
// Its models need no other package, so they are loaded without Composer.

use OpenAPI\Client\ObjectSerializer;

spl_autoload_register(function (string $class): void {
    $file = getcwd() . '/lib/' . strtr(substr($class, strlen('OpenAPI\\Client\\')), '\\', '/') . '.php';
    if (is_file($file)) {
        require $file;
    }
});

ObjectSerializer::setDateTimeFormat('Y-m-d\TH:i:s.uP'); // Without it times lose their fraction.
ini_set('serialize_precision', '-1');
while (($line = fgets(STDIN)) !== false) {
    $sample = json_decode($line, flags: JSON_THROW_ON_ERROR);
    try {
        $model = ObjectSerializer::deserialize($sample->body, "\\OpenAPI\\Client\\Model\\{$sample->schema}");
        $answer = ['body' => ObjectSerializer::sanitizeForSerialization($model)];
    } catch (Throwable $error) {
        $answer = ['error' => substr(get_class($error) . ': ' . $error->getMessage(), 0, 300)];
    }
    echo json_encode(['id' => $sample->id, ...$answer], JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION), "\n";
}
