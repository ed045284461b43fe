# The driver of the Ruby client: `ruby -I lib wire.rb`, in the folder of the generated gem.
# Only its models are loaded, so that no gem for HTTP has to be installed.

require 'json'
require 'set'
require 'time'
require 'openapi_client/api_model_base'
Dir['lib/openapi_client/models/*.rb'].sort.each { |file| require File.expand_path(file) }

# The models leave times to Ruby's JSON, which writes them without a fraction.
class Time
  def to_json(*)
    iso8601(9).to_json
  end
end

$stdout.set_encoding('UTF-8')
$stdin.set_encoding('UTF-8').each_line do |line|
  sample = JSON.parse(line)
  begin
    model = OpenapiClient.const_get(sample['schema'])
    answer = { body: model.build_from_hash(sample['body']).to_hash }
  rescue StandardError => e
    answer = { error: "#{e.class}: #{e.message}"[0, 300] }
  end
  puts JSON.generate({ id: sample['id'], **answer })
end
