in vec3 in_place;
in vec3 in_normal;
in float in_cover;
in vec2 in_cloth;
in uvec4 in_joints;
in vec4 in_weights;

centroid out vec3 place;
centroid out vec3 normal;
centroid out float cover;
centroid out vec2 cloth;

void main() {
    mat4x3 moved = held(in_joints, in_weights);
    place = moved * vec4(in_place, 1);
    normal = mat3(moved) * in_normal;
    cover = in_cover;
    cloth = in_cloth;
    gl_Position = camera * vec4(place, 1);
}
