in vec3 in_place;
in vec3 in_normal;
in vec2 in_texture_place;
in uvec4 in_joints;
in vec4 in_weights;
in float in_cloth;

centroid out vec3 place;
centroid out vec3 normal;
centroid out vec3 rest;
centroid out vec2 texture_place;
centroid out float cloth;

void main() {
    mat4x3 moved = held(in_joints, in_weights);
    place = moved * vec4(in_place, 1);
    normal = mat3(moved) * in_normal;
    rest = in_place;
    texture_place = in_texture_place;
    cloth = in_cloth;
    gl_Position = camera * vec4(place, 1);
}
